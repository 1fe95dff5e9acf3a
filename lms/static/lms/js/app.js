// Behaviours every page needs. Each file finds its own elements by data-*, and does nothing without them.
import "./quick-exit.js";
import "./dialog.js";
import "./busy-form.js";
import "./copy.js";
import "./local-time.js";
import "./autosubmit.js";

// Only where somebody keeps lessons on this phone.
try {
  if (localStorage.getItem("kept")) import("./offline/sync.js");
} catch {
  // storage is closed: nothing can have been kept
}
