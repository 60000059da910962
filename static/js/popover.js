// Puts a popover beside the button that opens it: below, or above where there is no room. A phone shows it at the bottom.
const PHONE = matchMedia("(max-width: 899px)");
const EDGE = 8;
const GAP = 4;

function place(popover) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (!button || PHONE.matches) return;
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = box.bottom + GAP;
  const above = box.top - GAP - height;
  const top = below + height + EDGE <= innerHeight || above < EDGE ? below : above;
  popover.style.margin = 0;
  popover.style.left = `${Math.max(EDGE, box.right - width)}px`;
  popover.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
}

document.addEventListener(
  "beforetoggle",
  ({ target, newState }) => newState === "open" && target.matches("[popover]") && requestAnimationFrame(() => place(target)),
  { capture: true },
);

// It would stay where it is while its row moves away.
const onScroll = ({ target }) => {
  if (!PHONE.matches && !target.closest?.("[popover]")) document.querySelector("[popover]:popover-open")?.hidePopover();
};
if (CSS.supports("selector(:popover-open)")) document.addEventListener("scroll", onScroll, { capture: true, passive: true });
