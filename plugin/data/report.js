"use strict";
(function () {
  var buttons = Array.prototype.slice.call(document.querySelectorAll(".chips button"));
  var parts = document.querySelectorAll("main > [data-r]");
  var live = document.getElementById("shown");
  function show(reason) {
    var n = 0;
    parts.forEach(function (part) {
      part.hidden = reason !== "" && part.dataset.r !== reason;
      if (part.tagName === "DETAILS") part.open = reason !== "" && !part.hidden;
      if (!part.hidden) n += Number(part.dataset.n || 1);
    });
    buttons.forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.r === reason)); });
    live.textContent = n + (n === 1 ? " block shown" : " blocks shown");
  }
  buttons.forEach(function (button, i) {
    button.addEventListener("click", function () {
      show(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.r);
    });
    button.addEventListener("keydown", function (e) {
      var step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
      if (!step) return;
      buttons[(i + step + buttons.length) % buttons.length].focus();
      e.preventDefault();
    });
  });
  function unfold() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (id.indexOf("only=") === 0) return show(id.slice(5));
    var target = id && document.getElementById(id);
    if (!target) return;
    show("");
    var fold = target.closest("details");
    if (fold) fold.open = true;
    target.scrollIntoView();
    if (target.focus) target.focus();
  }
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", function () { show(""); });
  show("");
  unfold();
})();
