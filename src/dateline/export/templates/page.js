// Reading needs none of this. It moves the keyboard's place to where a link led, so that the next Tab goes on from there.
(function () {
  "use strict";
  function arrive() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hasAttribute("tabindex")) { target.focus({ preventScroll: true }); }
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
