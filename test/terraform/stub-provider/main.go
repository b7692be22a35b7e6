// A stub of the Google provider, for tests: it takes what a schema says, makes up what the cloud would answer, and talks to no network.
package main

import (
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

// The environment variable that names the file of the schema, as JSON.
const schemaVariable = "STUB_PROVIDER_SCHEMA"

func main() {
	served, err := readSchema(os.Getenv(schemaVariable))
	if err != nil {
		log.Fatalf("%s must name a schema, got: %v", schemaVariable, err)
	}
	stub := &server{schema: served}
	if err := tf5server.Serve("example.test/stub/google", func() tfprotov5.ProviderServer { return stub }); err != nil {
		log.Fatal(err)
	}
}
