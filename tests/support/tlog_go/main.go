// A second reading of the log by golang.org/x/mod (the code of Go's checksum database): signature of each
// checkpoint, an inclusion proof for each leaf, consistency of the checkpoints, and the tiles as they are served.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type given struct {
	Key     string
	Entries []struct {
		Body, Checkpoint string
		Index            int64
		Proof            []string
	}
	Consistency []struct {
		Old, New string
		Proof    []string
	}
	Tiles map[string]string // path below tile/ -> base64
}

func check(err error) {
	if err != nil {
		fmt.Println("REFUSED:", err)
		os.Exit(1)
	}
}

func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		one, err := tlog.ParseHash(line)
		check(err)
		found = append(found, one)
	}
	return found
}

func open(text string, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

type served map[string]string

func (served) Height() int                                { return 8 }
func (served) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (s served) ReadTiles(tiles []tlog.Tile) (found [][]byte, err error) {
	for _, tile := range tiles {
		path := strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := base64.StdEncoding.DecodeString(s[path])
		if err != nil || len(data) == 0 {
			return nil, fmt.Errorf("no tile %s", path)
		}
		found = append(found, data)
	}
	return found, nil
}

func main() {
	var all given
	check(json.NewDecoder(os.Stdin).Decode(&all))
	verifier, err := note.NewVerifier(all.Key)
	check(err)
	var newest tlog.Tree
	for _, one := range all.Entries {
		tree := open(one.Checkpoint, verifier)
		check(tlog.CheckRecord(hashes(one.Proof), tree.N, tree.Hash, one.Index, tlog.RecordHash([]byte(one.Body))))
		newest = tree
	}
	for _, one := range all.Consistency {
		older, newer := open(one.Old, verifier), open(one.New, verifier)
		check(tlog.CheckTree(hashes(one.Proof), newer.N, newer.Hash, older.N, older.Hash))
	}
	reader := tlog.TileHashReader(newest, served(all.Tiles))
	root, err := tlog.TreeHash(newest.N, reader)
	check(err)
	if root != newest.Hash {
		check(fmt.Errorf("the tiles have another root"))
	}
	for index := int64(0); index < newest.N; index++ {
		_, err := tlog.ProveRecord(newest.N, index, reader)
		check(err)
	}
	fmt.Println("ACCEPTED", len(all.Entries), len(all.Consistency), newest.N)
}
