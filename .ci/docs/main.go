// Command docs lists exported names without a doc comment under the given folders,
// including fields, constants and methods, and packages without a package comment. It
// fails if there are any.
//
//	go run ./.ci/docs .
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	var missing []string
	for _, root := range os.Args[1:] {
		found, err := checkTree(root)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		missing = append(missing, found...)
	}
	for _, line := range missing {
		fmt.Println(line)
	}
	if len(missing) > 0 {
		fmt.Printf("%d names without a doc comment\n", len(missing))
		os.Exit(1)
	}
}

// checkTree checks every package under root. It skips folders that the go command
// ignores.
func checkTree(root string) ([]string, error) {
	var missing []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		name := entry.Name()
		if path != root && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return fs.SkipDir
		}
		found, err := checkFolder(path)
		missing = append(missing, found...)
		return err
	})
	return missing, err
}

// checkFolder checks the package in one folder.
func checkFolder(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	c := checker{fset: token.NewFileSet()}
	files, commented := 0, false
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(c.fset, name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files++
		commented = commented || file.Doc != nil
		for _, decl := range file.Decls {
			c.decl(decl)
		}
	}
	if files > 0 && !commented {
		c.missing = append(c.missing, dir+": package comment")
	}
	return c.missing, nil
}

type checker struct {
	fset    *token.FileSet
	missing []string
}

// need records name if it is exported and all its comments are empty.
func (c *checker) need(at *ast.Ident, name string, comments ...*ast.CommentGroup) {
	if !at.IsExported() {
		return
	}
	for _, comment := range comments {
		if strings.TrimSpace(comment.Text()) != "" {
			return
		}
	}
	c.missing = append(c.missing, fmt.Sprintf("%s: %s", c.fset.Position(at.Pos()), name))
}

func (c *checker) decl(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		c.function(decl)
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			c.spec(decl, spec)
		}
	}
}

func (c *checker) function(decl *ast.FuncDecl) {
	if decl.Recv == nil {
		c.need(decl.Name, decl.Name.Name, decl.Doc)
		return
	}
	if receiver := typeName(decl.Recv.List[0].Type); ast.IsExported(receiver) {
		c.need(decl.Name, receiver+"."+decl.Name.Name, decl.Doc)
	}
}

// spec checks the names of a declaration. The comment of a group of constants or
// variables counts for each of them.
func (c *checker) spec(decl *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		comments := []*ast.CommentGroup{spec.Doc}
		if !decl.Lparen.IsValid() {
			comments = append(comments, decl.Doc)
		}
		c.need(spec.Name, spec.Name.Name, comments...)
		if spec.Name.IsExported() {
			c.members(spec.Name.Name, spec.Type)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			c.need(name, name.Name, spec.Doc, spec.Comment, decl.Doc)
		}
	}
}

// members checks the fields of a struct and the methods of an interface. Embedded
// types are documented at their declaration.
func (c *checker) members(owner string, typ ast.Expr) {
	var list *ast.FieldList
	switch typ := typ.(type) {
	case *ast.StructType:
		list = typ.Fields
	case *ast.InterfaceType:
		list = typ.Methods
	default:
		return
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			c.need(name, owner+"."+name.Name, field.Doc, field.Comment)
			if name.IsExported() {
				c.members(owner+"."+name.Name, field.Type)
			}
		}
	}
}

// typeName returns the name of a receiver's type.
func typeName(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return typeName(expr.X)
	case *ast.IndexExpr:
		return typeName(expr.X)
	case *ast.IndexListExpr:
		return typeName(expr.X)
	case *ast.Ident:
		return expr.Name
	default:
		return ""
	}
}
