// Says which of the paths on standard input, each ended by a zero byte, the .dockerignore that is named keeps out of an image: by the code that Docker's builder runs.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	patterns, err := ignorefile.ReadAll(file)
	if err != nil {
		log.Fatal(err)
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		log.Fatal(err)
	}
	paths, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	for _, path := range strings.Split(strings.TrimSuffix(string(paths), "\x00"), "\x00") {
		ignored, err := matcher.MatchesOrParentMatches(path)
		if err != nil {
			log.Fatal(err)
		}
		if ignored {
			fmt.Printf("%s\x00", path)
		}
	}
}
