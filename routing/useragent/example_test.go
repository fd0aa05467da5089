package useragent_test

import (
	"fmt"

	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

func ExampleClassifier() {
	agent := useragent.Classifier{}.Classify("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", nil)
	fmt.Println(agent.Device, agent.OS, agent.Bot == routing.NotBot)
	// Output: Mobile Android true
}

// Chat apps fetch a link to show a preview of it.
func ExampleClassifier_preview() {
	agent := useragent.Classifier{}.Classify("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", nil)
	fmt.Println(agent.Bot == routing.Preview)
	// Output: true
}
