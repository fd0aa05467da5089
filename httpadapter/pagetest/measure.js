// Measures how well a page fits its screen and how readable its texts are.
(function () {
  function channels(color) {
    return color.match(/[\d.]+/g).map(Number);
  }
  function luminance(color) {
    const [r, g, b] = channels(color).slice(0, 3).map(function (c) {
      c /= 255;
      return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function background(element) {
    for (let e = element; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (channels(color)[3] !== 0) {
        return color;
      }
    }
    return "rgb(255, 255, 255)";
  }
  function contrast(element) {
    const a = luminance(getComputedStyle(element).color), b = luminance(background(element));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  const texts = [...document.querySelectorAll("h1, p, label, a, button")];
  const targets = [...document.querySelectorAll("a, button, input")];
  return {
    language: document.documentElement.lang,
    overflow: document.documentElement.scrollWidth - innerWidth,
    targets: targets.map(function (e) { return e.getBoundingClientRect().height; }),
    contrast: Math.min(...texts.map(contrast)),
  };
})()
