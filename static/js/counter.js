// Says under a field with a limit how many characters are left, counted as the server counts them.
(() => {
  const show = (field) => {
    const said = document.getElementById(`${field.id}-count`);
    if (said) said.textContent = `${Array.from(field.value).length} / ${field.maxLength}`;
  };

  document.querySelectorAll("input[maxlength], textarea[maxlength]").forEach((field) => {
    const said = document.createElement("p");
    said.className = "hint count";
    said.id = `${field.id}-count`;
    field.after(said);
    show(field);
    field.addEventListener("input", () => show(field));
  });
})();
