package main

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// A settler gives a computed attribute its value; siblings are the attributes beside it.
type settler func(name string, a attribute, value tftypes.Value, siblings map[string]tftypes.Value) tftypes.Value

// settled is a block's value with what the settler makes of its computed attributes, at any depth.
func (b block) settled(value tftypes.Value, settle settler) (tftypes.Value, error) {
	if value.IsNull() || !value.IsKnown() {
		return value, nil
	}
	var fields map[string]tftypes.Value
	if err := value.As(&fields); err != nil {
		return value, err
	}
	for name, n := range b.BlockTypes {
		inner, err := n.settled(fields[name], settle)
		if err != nil {
			return value, err
		}
		fields[name] = inner
	}
	for name, a := range b.Attributes {
		if a.Computed {
			fields[name] = settle(name, a, fields[name], fields)
		}
	}
	return tftypes.NewValue(value.Type(), fields), nil
}

func (n nestedBlock) settled(value tftypes.Value, settle settler) (tftypes.Value, error) {
	if n.Nesting == "single" {
		return n.Block.settled(value, settle)
	}
	if value.IsNull() || !value.IsKnown() {
		return value, nil
	}
	var elements []tftypes.Value
	if err := value.As(&elements); err != nil {
		return value, err
	}
	for i, element := range elements {
		inner, err := n.Block.settled(element, settle)
		if err != nil {
			return value, err
		}
		if n.Nesting == "set" {
			inner, err = tftypes.Transform(inner, emptied)
			if err != nil {
				return value, err
			}
		}
		elements[i] = inner
	}
	return tftypes.NewValue(value.Type(), elements), nil
}

// emptied is what the real provider's SDK makes of a text or a list that a block in a set leaves out.
func emptied(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
	switch kind := value.Type(); {
	case !value.IsNull():
		return value, nil
	case kind.Is(tftypes.String):
		return tftypes.NewValue(kind, ""), nil
	case kind.Is(tftypes.List{}), kind.Is(tftypes.Set{}):
		return tftypes.NewValue(kind, []tftypes.Value{}), nil
	default:
		return value, nil
	}
}
