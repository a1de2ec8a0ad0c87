// Narrows the list of indicators while somebody types; without scripts the button beside the field does it.
const field = document.getElementById("find");
const column = field.closest("[data-compare]");
const button = field.parentElement.querySelector("button");

function narrow() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const group of column.querySelectorAll("fieldset")) {
    let left = 0;
    for (const option of group.querySelectorAll(".check")) {
      const text = option.textContent.toLowerCase();
      option.hidden = !option.querySelector("input").checked && !words.every((word) => text.includes(word));
      left += option.hidden ? 0 : 1;
    }
    group.hidden = left === 0;
  }
}

field.addEventListener("input", narrow);
// What the server left out of the list cannot be found here, so a narrowed page keeps its button.
if (!field.value) {
  button.hidden = true;
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
