// Marks a proposal's words as soon as it is reached, and keeps the page where it is. Without it the links lead there.
(() => {
  const text = document.querySelector(".intake-text");
  const form = document.querySelector(".intake-proposals");
  if (!text || !form) return;

  const show = (link) => {
    const mark = document.getElementById(link.hash.slice(1));
    if (!mark) return;
    text.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
    mark.classList.add("chosen");
    const away = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += away - text.clientHeight / 3;
  };

  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#p"]');
    if (!link) return;
    event.preventDefault();
    show(link);
  });
  form.addEventListener("focusin", (event) => {
    const own = event.target.closest('a[href^="#p"]');
    const link = own || event.target.closest(".intake-line")?.querySelector('a[href^="#p"]');
    if (link) show(link);
  });
})();
