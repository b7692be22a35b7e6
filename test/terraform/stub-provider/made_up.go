package main

import (
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// answers are what the cloud says of a resource of one type.
type answers struct {
	// templates of attributes, with other attributes in braces
	templates map[string]string
	// the provider's own settings, which stand in for attributes of the same name
	settings map[string]string
	// attributes that the provider works out before it makes the resource
	early []string
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// planned leaves open what the configuration leaves out, but for what the provider knows beforehand.
func (a answers) planned(name string, of attribute, value tftypes.Value, siblings map[string]tftypes.Value) tftypes.Value {
	if !value.IsNull() {
		return value
	}
	if text, sure := a.text(name, siblings); sure && slices.Contains(a.early, name) {
		return tftypes.NewValue(tftypes.String, text)
	}
	return tftypes.NewValue(of.Type.Type, tftypes.UnknownValue)
}

// updated keeps what is there; Terraform doesn't find again what was computed for a block in a set.
func (a answers) updated(name string, of attribute, value tftypes.Value, siblings map[string]tftypes.Value) tftypes.Value {
	if value.IsNull() {
		return a.applied(name, of, value, siblings)
	}
	return value
}

// applied gives everything a value.
func (a answers) applied(name string, of attribute, value tftypes.Value, siblings map[string]tftypes.Value) tftypes.Value {
	switch kind := of.Type.Type; {
	case value.IsKnown() && !value.IsNull():
		return value
	case kind.Is(tftypes.String):
		text, _ := a.text(name, siblings)
		return tftypes.NewValue(kind, text)
	case kind.Is(tftypes.Number):
		return tftypes.NewValue(kind, 1)
	case kind.Is(tftypes.Bool):
		return tftypes.NewValue(kind, false)
	case kind.Is(tftypes.Map{}):
		return tftypes.NewValue(kind, map[string]tftypes.Value{})
	default:
		return tftypes.NewValue(kind, []tftypes.Value{})
	}
}

// text is an attribute's own text, else what its template makes, else the provider's setting of that name; not sure if it is made up.
func (a answers) text(name string, siblings map[string]tftypes.Value) (text string, sure bool) {
	if value, there := siblings[name]; there && value.IsKnown() && !value.IsNull() && value.As(&text) == nil {
		return text, true
	}
	if template, there := a.templates[name]; there {
		return a.expanded(template, siblings)
	}
	if setting, there := a.settings[name]; there {
		return setting, siblings[name].IsKnown()
	}
	return "made-up-" + name, false
}

func (a answers) expanded(template string, siblings map[string]tftypes.Value) (text string, sure bool) {
	sure = true
	text = placeholder.ReplaceAllStringFunc(template, func(found string) string {
		part, known := a.text(found[1:len(found)-1], siblings)
		sure = sure && known
		return part
	})
	return text, sure
}
