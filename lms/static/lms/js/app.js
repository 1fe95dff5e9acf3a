// Behaviours every page needs. Each file finds its own elements by data-*, and does nothing without them.
import "./quick-exit.js";
import "./dialog.js";
import "./busy-form.js";
import "./copy.js";
import "./local-time.js";
import "./autosubmit.js";
