// Small helps for the pages; every page works without them.
(() => {
  'use strict';

  // One press of a button that changes something is enough; the server would recognise the second one anyway.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'true';
    form.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => {
    delete form.dataset.sent;
    form.removeAttribute('aria-busy');
  }));

  // After a refused form the reader, and the screen reader, start at the summary of what is wrong.
  const summary = document.querySelector('[data-focus]');
  if (summary) summary.focus();

  // Empty fields say nothing, so they stay out of the address.
  document.addEventListener('htmx:configRequest', event => {
    if (event.detail.verb !== 'get') return;
    for (const [name, value] of [...event.detail.formData.entries()]) {
      if (value === '') event.detail.formData.delete(name);
    }
  });
})();
