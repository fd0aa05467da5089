package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/httpadapter/apitest/linkbreakers"
)

// email is that of the visitor.
func (l *tracked) email() string { return string(l.form) + "@example.com" }

func (l *tracked) identify(ctx context.Context) error {
	data := map[string]any{"$email": l.email(), "$firstName": "John", "plan": "premium", "seats": 16777217, "paid": true, "signupDate": "2024-01-01"}
	made, err := l.IdentifyVisitorWithResponse(ctx, linkbreakers.IdentifyRequest{Lbid: &l.lbid, SetOnce: new(false), Visitor: &linkbreakers.VisitorInput{Data: &data}})
	if err != nil || made.JSON200 == nil || !made.JSON200.Created || *made.JSON200.Visitor.FirstName != "John" {
		return fmt.Errorf("identify: %w, %s", err, made.Body)
	}
	missing, err := l.IdentifyVisitorWithResponse(ctx, linkbreakers.IdentifyRequest{Lbid: new("AZJhM2Zxc8OPpvxP0sWZJQ")})
	if err != nil || missing.JSON404 == nil || missing.JSON404.CodeType != "NOT_FOUND" {
		return fmt.Errorf("identify a forged lbid: %w, %s", err, missing.Body)
	}
	return l.checkAttributes(made.JSON200.Visitor.Attributes)
}

// checkAttributes checks the attributes in the form that the client has asked for.
func (l *tracked) checkAttributes(attributes linkbreakers.Visitor_Attributes) error {
	if l.form == linkbreakers.CreateTokenJSONBodyAttributesMap {
		all, err := attributes.AsVisitorAttributes0()
		if err != nil || len(all) != 4 || all["plan"] != "premium" || all["seats"] != 16777217.0 || all["paid"] != true {
			return fmt.Errorf("the attributes are %v: %w", all, err)
		}
		return nil
	}
	all, err := attributes.AsVisitorAttributes1()
	if err != nil || len(all) != 4 {
		return fmt.Errorf("the attributes are %v: %w", all, err)
	}
	paid, plan, seats, date := all[0], all[1], all[2], all[3]
	if !*paid.BoolValue || plan.Value != "premium" || *seats.NumberValue != 16777217 || date.DateValue.Year() != 2024 ||
		seats.Type != linkbreakers.VISITORATTRIBUTETYPENUMBER || date.Type != linkbreakers.VISITORATTRIBUTETYPEDATE {
		return fmt.Errorf("the attributes are %+v", all)
	}
	return nil
}

func (l *tracked) readVisitors(ctx context.Context) error {
	include := linkbreakers.VisitorInclude{"devices", "events", "links"}
	listed, err := l.ListVisitorsWithResponse(ctx, &linkbreakers.ListVisitorsParams{Email: new(l.email()), LinkId: &l.id, Search: new("premium"), PageSize: new(50)})
	if err != nil || listed.JSON200 == nil || listed.JSON200.Json == nil || len(listed.JSON200.Json.Visitors) != 1 {
		return fmt.Errorf("visitors: %w, %s", err, listed.Body)
	}
	id := *listed.JSON200.Json.Visitors[0].Id
	shown, err := l.GetVisitorWithResponse(ctx, id, &linkbreakers.GetVisitorParams{Include: &include})
	if err != nil || shown.JSON200 == nil || len(*shown.JSON200.Devices) != 1 || (*shown.JSON200.Links)[0].Id != l.id || (*shown.JSON200.Events)[0].LinkId != l.id {
		return fmt.Errorf("visitor: %w, %s", err, shown.Body)
	}
	changed, err := l.UpdateVisitorWithResponse(ctx, id, linkbreakers.UpdateVisitorJSONRequestBody{Visitor: &linkbreakers.VisitorInput{Data: &map[string]any{"$phone": "+1"}}})
	if err != nil || changed.JSON200 == nil || *changed.JSON200.Phone != "+1" {
		return fmt.Errorf("change visitor: %w, %s", err, changed.Body)
	}
	keys, err := l.ListVisitorAttributesWithResponse(ctx, &linkbreakers.ListVisitorAttributesParams{LinkId: &l.id})
	if err != nil || keys.JSON200 == nil || len(keys.JSON200.AttributeKeys) != 7 {
		return fmt.Errorf("keys of attributes: %w, %s", err, keys.Body)
	}
	return errors.Join(l.checkAttributes(listed.JSON200.Json.Visitors[0].Attributes), l.checkAttributes(shown.JSON200.Attributes), l.checkAttributes(changed.JSON200.Attributes))
}
