package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ValidateResourceTypeConfig refuses values for what only the cloud decides, which Terraform leaves to providers.
func (s *server) ValidateResourceTypeConfig(_ context.Context, request *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	b := s.schema.ResourceTypes[request.TypeName].Block
	config, err := request.Config.Unmarshal(b.protocol().ValueType())
	if err != nil {
		return nil, err
	}
	response := &tfprotov5.ValidateResourceTypeConfigResponse{}
	_, err = b.settled(config, func(name string, a attribute, value tftypes.Value, _ map[string]tftypes.Value) tftypes.Value {
		if !a.Optional && !value.IsNull() {
			response.Diagnostics = append(response.Diagnostics, decidedByCloud(name))
		}
		return value
	})
	return response, err
}

func decidedByCloud(name string) *tfprotov5.Diagnostic {
	return &tfprotov5.Diagnostic{
		Severity: tfprotov5.DiagnosticSeverityError,
		Summary:  "Value for unconfigurable attribute",
		Detail:   fmt.Sprintf("Can't configure a value for \"%s\": the cloud decides it.", name),
	}
}
