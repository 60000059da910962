// What sticks out of the window to the side, outermost first.
() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const scrolls = (node) => /auto|scroll|hidden|clip/.test(getComputedStyle(node).overflowX);
  const inside = (node) => { for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true; };
  return [...document.body.querySelectorAll("*")]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 && !inside(node))
    .slice(0, 3)
    .map((node) => node.outerHTML.slice(0, 120).replace(/\s+/g, " "));
}
