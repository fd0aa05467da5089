package qr

// Code is a drawn text. It is immutable and safe for concurrent use; the same
// text, design and options give the same bytes.
type Code struct {
	text    string
	plan    plan
	drawing drawing
	png     *pngEncoder // of the style
	changes []Change    // made by Safe
}

// Text is what the code says.
func (c *Code) Text() string { return c.text }

// Version is the version of the symbol, 1 to 40.
func (c *Code) Version() int { return c.drawing.symbol.version }

// Level is the error correction level of the symbol.
func (c *Code) Level() Level { return c.drawing.symbol.level }

// Mask is the mask pattern of the symbol, 0 to 7.
func (c *Code) Mask() int { return c.drawing.symbol.mask }

// Modules is the number of modules a side.
func (c *Code) Modules() int { return c.drawing.symbol.grid.size }

// Dark reports whether a module of the symbol is dark, whatever its colour in
// the picture. Row 0 is on top.
func (c *Code) Dark(row, col int) bool { return c.drawing.symbol.grid.at(row, col) }
