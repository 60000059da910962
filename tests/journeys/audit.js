// What every page must be for people who do not see it, and must not do to those who do: a list of complaints.
() => {
  const complaints = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) || node.closest("details:not([open]), dialog:not([open])");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const where = (node) => node.outerHTML.slice(0, 120).replace(/\s+/g, " ");
  const complain = (what, node) => complaints.push(`${what}: ${where(node)}`);

  const words = (ids) => (ids ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent.trim() ?? "").join("");
  const spoken = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true]").forEach((hidden) => hidden.remove());
    const images = [...copy.querySelectorAll("[aria-label], [alt]")].map((image) => image.getAttribute("aria-label") ?? image.alt);
    return (copy.textContent + images.join("")).trim();
  };
  const name = (node) => words(node.getAttribute("aria-labelledby")) || node.getAttribute("aria-label") || spoken(node) || node.title;

  if (!document.documentElement.lang) complaints.push("no language");
  if (!document.title.trim() || document.title.startsWith(" ")) complaints.push("no title");
  if (document.querySelectorAll("main").length !== 1) complaints.push("not one main");
  if (all("h1").length !== 1 || !all("h1")[0].textContent.trim()) complaints.push("not one first heading");

  let level = 0;
  all("main h1, main h2, main h3, main h4").forEach((heading) => {
    const its = Number(heading.tagName[1]);
    if (its > level + 1) complain("heading leaves out a level", heading);
    level = its;
  });

  const inputs = "input:not([type=hidden], [type=submit], [type=button]), select, textarea";
  all(inputs).forEach((input) => {
    const labelled = [...(input.labels ?? [])].some((label) => label.textContent.trim());
    if (!labelled && !input.getAttribute("aria-label") && !words(input.getAttribute("aria-labelledby"))) complain("no label", input);
    if (/^id_|^$/.test(input.labels?.[0]?.textContent.trim() ?? "x")) complain("label says nothing", input);
  });
  all("button, a[href], summary, [role=button]").forEach((node) => name(node) || complain("no name", node));
  all("img").forEach((image) => image.hasAttribute("alt") || complain("no alternative", image));
  all("svg:not([aria-hidden=true])").forEach((image) => {
    const named = image.getAttribute("aria-label") || words(image.getAttribute("aria-labelledby")) || image.querySelector("title");
    if (!named && !image.closest("[aria-hidden=true]")) complain("a picture nobody can hear", image);
  });
  all("th").forEach((cell) => cell.scope || complain("a heading of nothing", cell));
  all("fieldset").forEach((set) => set.querySelector("legend")?.textContent.trim() || complain("no legend", set));

  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].forEach((id) => complaints.push(`twice: #${id}`));
  document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls], label[for]").forEach((node) => {
    if (node.matches("dialog:not([open])")) return;
    ["aria-describedby", "aria-labelledby", "aria-controls", "for"].forEach((attribute) => {
      (node.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean).forEach((id) => {
        if (!document.getElementById(id)) complain(`${attribute} points nowhere`, node);
      });
    });
  });

  const foreign = /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069]/;
  const isolating = "bdi, [dir=auto], option, title, textarea, code, pre, script, template";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { textContent, parentElement } = texts.currentNode;
    if (foreign.test(textContent) && !parentElement.closest(isolating)) complain("foreign direction, not isolated", parentElement);
  }

  document.querySelectorAll("[tabindex]").forEach((node) => node.tabIndex > 0 && complain("jumps the queue", node));
  return complaints;
}
