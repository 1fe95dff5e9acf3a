// As the device, light or dark: kept on this device only. Runs before the first paint.
const KEY = "theme";
const root = document.documentElement;

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be closed; the device decides then
  }
}

function show(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else if (theme === "auto") delete root.dataset.theme;
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // shown for this page only
  }
}

function wire() {
  const now = kept() ?? root.dataset.theme ?? "auto";
  for (const group of document.querySelectorAll("[data-themes]")) {
    group.hidden = false;
    const buttons = group.querySelectorAll("[data-theme-set]");
    const press = (theme) => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeSet === theme)));
    press(now);
    group.addEventListener("click", (event) => {
      const theme = event.target.closest("[data-theme-set]")?.dataset.themeSet;
      if (!theme) return;
      keep(theme);
      show(theme);
      press(theme);
    });
  }
}

show(kept());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wire);
else wire();
