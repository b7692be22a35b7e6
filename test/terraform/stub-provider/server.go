package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type server struct {
	unsupported
	schema   schema
	settings map[string]string
}

func (s *server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		Provider:           s.schema.Provider.protocol(),
		ResourceSchemas:    protocols(s.schema.ResourceTypes),
		DataSourceSchemas:  protocols(s.schema.DataSources),
		ServerCapabilities: &tfprotov5.ServerCapabilities{},
	}, nil
}

// ConfigureProvider keeps the settings that stand in for attributes of the same name.
func (s *server) ConfigureProvider(_ context.Context, request *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	value, err := request.Config.Unmarshal(s.schema.Provider.Block.protocol().ValueType())
	if err != nil {
		return nil, err
	}
	var settings map[string]tftypes.Value
	if err := value.As(&settings); err != nil {
		return nil, err
	}
	s.settings = map[string]string{}
	for _, name := range []string{"project", "region", "zone"} {
		if text, sure := (answers{}).text(name, settings); sure {
			s.settings[name] = text
		}
	}
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (s *server) answers(typeName string) answers {
	return answers{templates: s.schema.Values[typeName], settings: s.settings, early: s.schema.Early}
}

// PlanResourceChange leaves what is computed open where a resource is new, and as it was where it is there.
func (s *server) PlanResourceChange(_ context.Context, request *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	b := s.schema.ResourceTypes[request.TypeName].Block
	prior, err := request.PriorState.Unmarshal(b.protocol().ValueType())
	if err != nil {
		return nil, err
	}
	settle := s.answers(request.TypeName).planned
	if !prior.IsNull() {
		settle = s.answers(request.TypeName).updated
	}
	planned, err := settledState(b, request.ProposedNewState, settle)
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: planned, UnsafeToUseLegacyTypeSystem: true}, err
}

func (s *server) ApplyResourceChange(_ context.Context, request *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	b := s.schema.ResourceTypes[request.TypeName].Block
	state, err := settledState(b, request.PlannedState, s.answers(request.TypeName).applied)
	return &tfprotov5.ApplyResourceChangeResponse{NewState: state, UnsafeToUseLegacyTypeSystem: true}, err
}

// ReadResource finds everything as Terraform left it.
func (s *server) ReadResource(_ context.Context, request *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: request.CurrentState}, nil
}

// ReadDataSource finds whatever it is asked for.
func (s *server) ReadDataSource(_ context.Context, request *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	b := s.schema.DataSources[request.TypeName].Block
	state, err := settledState(b, request.Config, s.answers(request.TypeName).applied)
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

func (s *server) UpgradeResourceState(_ context.Context, request *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	kind := s.schema.ResourceTypes[request.TypeName].Block.protocol().ValueType()
	value, err := request.RawState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov5.NewDynamicValue(kind, value)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func settledState(b block, state *tfprotov5.DynamicValue, settle settler) (*tfprotov5.DynamicValue, error) {
	kind := b.protocol().ValueType()
	value, err := state.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	settled, err := b.settled(value, settle)
	if err != nil {
		return nil, err
	}
	out, err := tfprotov5.NewDynamicValue(kind, settled)
	return &out, err
}
