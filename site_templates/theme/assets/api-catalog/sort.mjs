// Tables that a reader can sort by a click on the head of a column; a second click turns the order round.

for (const table of document.querySelectorAll("table[data-ac-sort]")) {
  const [body] = table.tBodies;
  if (body.rows.length < 2) continue;
  const heads = [...table.tHead.rows[0].cells];
  const text = (row, column) => row.cells[column].textContent.trim();
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ac-sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => way * text(a, column).localeCompare(text(b, column), "en", { numeric: true }));
      body.append(...rows);
    });
  });
}
