package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// schema is what the provider takes, as `terraform providers schema -json` prints it, and what it answers.
type schema struct {
	Provider      typeSchema            `json:"provider"`
	ResourceTypes map[string]typeSchema `json:"resource_schemas"`
	DataSources   map[string]typeSchema `json:"data_source_schemas"`
	// Values of computed attributes by type and attribute, with other attributes in braces: `projects/{project}/secrets/{secret_id}`.
	Values map[string]map[string]string `json:"values"`
	// Attributes that the provider works out before it makes a resource.
	Early []string `json:"early"`
}

type typeSchema struct {
	Block block `json:"block"`
}

type block struct {
	Attributes map[string]attribute   `json:"attributes"`
	BlockTypes map[string]nestedBlock `json:"block_types"`
}

type attribute struct {
	Type      attributeType `json:"type"`
	Required  bool          `json:"required"`
	Optional  bool          `json:"optional"`
	Computed  bool          `json:"computed"`
	Sensitive bool          `json:"sensitive"`
	WriteOnly bool          `json:"write_only"`
}

type nestedBlock struct {
	Nesting  string `json:"nesting_mode"`
	MinItems int64  `json:"min_items"`
	MaxItems int64  `json:"max_items"`
	Block    block  `json:"block"`
}

type attributeType struct{ tftypes.Type }

func (t *attributeType) UnmarshalJSON(text []byte) (err error) {
	t.Type, err = tftypes.ParseJSONType(text) //nolint:staticcheck // what Terraform itself writes types in
	return err
}

func readSchema(file string) (read schema, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return read, err
	}
	return read, json.Unmarshal(text, &read)
}

var nestings = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
}

// protocol gives a type's schema in the words of the plugin protocol.
func (s typeSchema) protocol() *tfprotov5.Schema {
	return &tfprotov5.Schema{Block: s.Block.protocol()}
}

func (b block) protocol() *tfprotov5.SchemaBlock {
	out := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		out.Attributes = append(out.Attributes, a.protocol(name))
	}
	for name, n := range b.BlockTypes {
		out.BlockTypes = append(out.BlockTypes, n.protocol(name))
	}
	return out
}

func (a attribute) protocol(name string) *tfprotov5.SchemaAttribute {
	return &tfprotov5.SchemaAttribute{
		Name: name, Type: a.Type.Type, Required: a.Required, Optional: a.Optional,
		Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
	}
}

func (n nestedBlock) protocol(name string) *tfprotov5.SchemaNestedBlock {
	nesting, known := nestings[n.Nesting]
	if !known {
		panic(fmt.Sprintf("nesting_mode must be list, set or single, got '%s' at %s", n.Nesting, name))
	}
	return &tfprotov5.SchemaNestedBlock{
		TypeName: name, Nesting: nesting, MinItems: n.MinItems, MaxItems: n.MaxItems, Block: n.Block.protocol(),
	}
}

func protocols(types map[string]typeSchema) map[string]*tfprotov5.Schema {
	out := map[string]*tfprotov5.Schema{}
	for name, t := range types {
		out[name] = t.protocol()
	}
	return out
}
