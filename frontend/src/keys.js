// Review by keyboard: one letter presses its button or goes to its field. Letters typed into a field stay letters.
export function listen(page) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const button = page.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const field = page.querySelector(`[data-focus="${CSS.escape(event.key)}"]`);
    if (!button && !field) return;
    event.preventDefault();
    if (field) {
      field.closest("details").open = true;
      field.focus();
    } else if (!button.disabled) {
      button.click();
    }
  });
  // one press, one ruling
  for (const form of page.querySelectorAll('form[method="post"]')) {
    form.addEventListener("submit", () => page.inert = true);
  }
}
