// textarea[data-paste-markdown]: what is pasted from Word or a page of the web becomes Markdown with its headings, lists, links and tables.
// Markdown, and text without any of these, is pasted as ever. Nothing is fetched, and nothing of the pasted page is ever shown.
const WORTH = "h1,h2,h3,h4,h5,h6,ul,ol,table,a[href],b,strong,i,em,[style*='mso-list']";
const PLAIN = /[\\`*_[\]<>]/g;
const LINKS = /^(https?:|mailto:|tel:)/i;

const tidy = (text) => text.replace(/[\s\u00a0]+/g, " ");

function marked(mark, inner) {
  const [, before, words, after] = inner.match(/^(\s*)([\s\S]*?)(\s*)$/);
  return words ? `${before}${mark}${words}${mark}${after}` : inner;
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return tidy(node.data).replace(PLAIN, "\\$&");
  if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return "";
  if (/mso-list:\s*ignore/i.test(node.getAttribute("style") ?? "")) return ""; // Word's own bullet or number
  if (node.tagName === "BR") return " ";
  const inner = [...node.childNodes].map(inline).join("");
  const weight = node.style?.fontWeight ?? "";
  if (["B", "STRONG"].includes(node.tagName)) return weight === "normal" ? inner : marked("**", inner);
  if (["I", "EM"].includes(node.tagName)) return marked("*", inner);
  const href = node.tagName === "A" ? (node.getAttribute("href") ?? "") : "";
  return LINKS.test(href) && inner.trim() ? `[${inner.trim()}](${href.replace(/[()\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})` : inner;
}

const words = (node) => [...node.childNodes].map(inline).join("").trim();

function list(node, depth, out) {
  let number = Number(node.getAttribute("start") ?? 1);
  for (const item of node.children) {
    if (/^(UL|OL)$/.test(item.tagName)) {
      list(item, depth + 1, out);
      continue;
    }
    const inner = [...item.childNodes].filter((child) => !/^(UL|OL)$/.test(child.nodeName));
    const text = inner.map(inline).join("").trim();
    out.push(`${"    ".repeat(depth)}${node.tagName === "OL" ? `${number++}.` : "-"} ${text}`);
    for (const below of item.querySelectorAll(":scope > ul, :scope > ol")) list(below, depth + 1, out);
  }
}

function table(node) {
  const rows = [...node.rows].map((row) => [...row.cells].map((cell) => words(cell).replace(/\|/g, "\\|")));
  const wide = Math.max(0, ...rows.map((row) => row.length));
  if (!wide) return "";
  const line = (cells) => `| ${Array.from({ length: wide }, (_none, n) => cells[n] ?? "").join(" | ")} |`;
  return [line(rows[0]), line(Array(wide).fill("---")), ...rows.slice(1).map(line)].join("\n");
}

function wordItem(node) {
  const level = /mso-list:\s*\S+\s+level(\d)/i.exec(node.getAttribute("style") ?? "");
  if (!level) return "";
  const bullet = [...node.querySelectorAll("[style]")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("style")));
  const sign = /^\s*\(?\w{1,3}[.)]/.test(bullet?.textContent ?? "") ? "1." : "-";
  return `${"    ".repeat(Number(level[1]) - 1)}${sign} ${words(node)}`;
}

function blocks(node, out) {
  let loose = "";
  const flush = () => {
    if (loose.trim()) out.push({ text: loose.trim() });
    loose = "";
  };
  for (const child of node.childNodes) {
    const tag = child.nodeName;
    if (child.nodeType === Node.ELEMENT_NODE && /^(P|DIV|SECTION|ARTICLE|H[1-6]|UL|OL|TABLE|BLOCKQUOTE|BODY|MAIN|CENTER)$/.test(tag)) {
      flush();
      const heading = /^H([1-6])$/.exec(tag) ?? (/MsoTitle/.test(child.className) ? ["", "1"] : null);
      const item = wordItem(child);
      if (item) out.push({ text: item, item: true });
      else if (heading) out.push({ text: `${"#".repeat(Math.min(Number(heading[1]) + 1, 4))} ${words(child)}` });
      else if (/^(UL|OL)$/.test(tag)) {
        const items = [];
        list(child, 0, items);
        out.push({ text: items.join("\n") });
      } else if (tag === "TABLE") out.push({ text: table(child) });
      else if (tag === "P") out.push({ text: words(child) });
      else blocks(child, out);
    } else if (child.querySelector?.("p,div,h1,h2,h3,ul,ol,table")) {
      flush(); // a span or b around everything, as other editors put it
      blocks(child, out);
    } else loose += inline(child);
  }
  flush();
}

export function toMarkdown(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.body.querySelector(WORTH)) return null;
  const out = [];
  blocks(page.body, out);
  return out
    .filter((one) => one.text)
    .map((one, n, all) => (n && one.item && all[n - 1].item ? "\n" : n ? "\n\n" : "") + one.text)
    .join("");
}

document.addEventListener("paste", (event) => {
  const field = event.target.closest?.("textarea[data-paste-markdown]");
  const html = field && event.clipboardData?.getData("text/html");
  const text = html ? toMarkdown(html) : null;
  if (!text) return;
  event.preventDefault();
  if (document.execCommand("insertText", false, text)) return; // can be undone
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
