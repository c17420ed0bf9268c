(() => {
  const form = document.querySelector('.filters');
  const { text, severity, variant } = form.elements;
  const output = form.querySelector('output');
  const sections = [...document.querySelectorAll('.variant')];
  const modules = sections.flatMap(section => [...section.querySelectorAll('.module')].map(element => ({ element, section })));
  const words = new WeakMap();

  // What is searched is the module's name and its checks; read when it is first asked for, as most readers never do.
  const textOf = element => {
    if (!words.has(element)) {
      const parts = [element.id, ...[...element.querySelectorAll(':scope > summary, .checks')].map(part => part.textContent)];
      words.set(element, parts.join(' ').toLowerCase());
    }
    return words.get(element);
  };

  const apply = () => {
    const verdicts = new Set([...form.querySelectorAll('input[name=verdict]:checked')].map(box => box.value));
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, section } of modules) {
      const fits = verdicts.has(element.dataset.verdict)
        && (!variant.value || section.id === variant.value)
        && (!severity.value || element.querySelector(`[data-severity="${severity.value}"]`))
        && (!wanted.length || wanted.every(word => textOf(element).includes(word)));
      element.hidden = !fits;
      shown += fits ? 1 : 0;
      if (element.dataset.severity !== severity.value) {
        for (const check of element.querySelectorAll('[data-severity]')) check.hidden = severity.value && check.dataset.severity !== severity.value;
        for (const held of element.querySelectorAll('.held')) held.open = severity.value === 'success';
        element.dataset.severity = severity.value;
      }
    }
    for (const section of sections) section.hidden = !section.querySelector('.module:not([hidden])') && !section.querySelector('.notrun');
    output.value = shown === modules.length ? `${shown} modules` : `${shown} of ${modules.length} modules`;
  };

  // A link may lead into what is closed or filtered away.
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest('[hidden]')) { form.reset(); apply(); }
    for (let element = target; element; element = element.parentElement) if (element.tagName === 'DETAILS') element.open = true;
    const inner = target.matches('.timeline > li') ? target.querySelector('details') : null;
    if (inner) inner.open = true;
    target.scrollIntoView();
  };

  // What was shown before is shown again where it is looked for.
  document.addEventListener('toggle', event => {
    if (!event.target.open) return;
    for (const link of event.target.querySelectorAll('a.same')) {
      if (link.closest('details') !== event.target) continue;
      const copy = document.getElementById(link.hash.slice(1)).cloneNode(true);
      copy.removeAttribute('id');
      link.replaceWith(copy);
    }
  }, true);

  const openAll = isOpen => { for (const { element } of modules) if (!element.hidden) element.open = isOpen; };
  form.elements.open.addEventListener('click', () => openAll(true));
  form.elements.close.addEventListener('click', () => openAll(false));
  form.addEventListener('input', apply);
  form.addEventListener('submit', event => event.preventDefault());
  addEventListener('hashchange', follow);
  form.hidden = false;
  apply();
  follow();
})();
