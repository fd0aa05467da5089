package linkbreakersv1

import "github.com/linkpack/linkpack-go/linkpack"

// workflow returns the steps of a link: the entry, the redirect to the destination, and
// for each rule that has one its condition and the redirect it leads to. A client that
// looks for the first redirect finds that to the destination.
//
// The first rule without a condition ends the workflow: a visit that it takes never
// reaches the rules behind it, so their conditions would promise too much.
func workflow(link *linkpack.Link) []wireStep {
	conditions := conditionsOf(link)
	heads := make([]string, 0, len(conditions)+1) // the first step of each rule, then that after all
	for i := range conditions {
		heads = append(heads, stepID(link, "rule\n"+link.Rules[i].ID))
	}
	heads = append(heads, destinationID(link))
	steps := []wireStep{entryStep(link, heads[0]), redirectStep(link, destinationID(link), link.Destination)}
	for i, c := range conditions {
		redirect := redirectStep(link, stepID(link, "destination of rule\n"+link.Rules[i].ID), link.Rules[i].Destination)
		steps = append(steps, conditionStep(link, heads[i], c, redirect.ID, heads[i+1]), redirect)
	}
	setParents(steps)
	return steps
}

// setParents fills in the parents of steps by their children.
func setParents(steps []wireStep) {
	parents := map[string][]string{}
	for _, step := range steps {
		for _, child := range step.ChildStepIDs {
			parents[child] = append(parents[child], step.ID)
		}
	}
	for i := range steps {
		steps[i].ParentStepIDs = append([]string{}, parents[steps[i].ID]...) // never null
	}
}
