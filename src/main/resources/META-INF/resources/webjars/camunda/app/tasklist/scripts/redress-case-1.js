// The tab "Case" beside a task's form: what the complaint is about, without leaving Tasklist. Everything that comes from
// the server is put into the page as text, never as markup: customers write what they like.
const WORDS = {
  en: {
    label: 'Case', loading: 'Loading…', none: 'This task belongs to no case.', failed: 'The case could not be loaded.',
    open: 'Open the case', state: 'State', customer: 'Customer', products: 'Products', received: 'Received by',
    severity: 'Severity', suggested: 'Suggested severity', reasons: 'Why', description: 'What the customer says',
    remedy: 'What the customer asks for', lot: 'lot', serial: 'serial', priority: 'Priority', rpn: 'Risk priority number',
    similar: 'Similar complaints', erased: 'erased, or not known', unknown: 'not known', report: 'As received',
    registered: 'Registered', investigating: 'Being investigated', answering: 'Being answered', approving: 'Answer to approve',
    delivering: 'On its way to the customer', closed: 'Closed', 'not-a-complaint': 'Not a complaint', duplicate: 'Duplicate',
    critical: 'Critical', major: 'Major', moderate: 'Moderate', minor: 'Minor'
  },
  de: {
    label: 'Fall', loading: 'Wird geladen …', none: 'Diese Aufgabe gehört zu keinem Fall.', failed: 'Der Fall konnte nicht geladen werden.',
    open: 'Fall öffnen', state: 'Stand', customer: 'Kunde', products: 'Produkte', received: 'Eingang über',
    severity: 'Schwere', suggested: 'Vorgeschlagene Schwere', reasons: 'Begründung', description: 'Was der Kunde sagt',
    remedy: 'Was der Kunde möchte', lot: 'Charge', serial: 'Seriennr.', priority: 'Priorität', rpn: 'Risikoprioritätszahl',
    similar: 'Ähnliche Beschwerden', erased: 'gelöscht oder nicht bekannt', unknown: 'nicht bekannt', report: 'Wie eingegangen',
    registered: 'Aufgenommen', investigating: 'In Untersuchung', answering: 'In Beantwortung', approving: 'Antwort freizugeben',
    delivering: 'Auf dem Weg zum Kunden', closed: 'Geschlossen', 'not-a-complaint': 'Keine Beschwerde', duplicate: 'Dublette',
    critical: 'Kritisch', major: 'Schwer', moderate: 'Mittel', minor: 'Gering'
  }
};
const words = WORDS[(navigator.language || 'en').slice(0, 2)] || WORDS.en;
const word = key => Object.hasOwn(words, key) ? words[key] : key;
const root = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const fact = (list, name, value) => {
  if (value === undefined || value === null || value === '') return;
  list.append(element('dt', name), element('dd', value));
};

const show = (node, view) => {
  node.replaceChildren();
  const heading = element('h3', null, 'redress-case-head');
  const link = element('a', view.reference);
  link.href = `${root}/complaints/${encodeURIComponent(view.reference)}`;
  link.title = words.open;
  heading.append(link);
  if (view.state) heading.append(element('span', word(view.state), 'redress-tag'));
  node.append(heading);

  const facts = element('dl', null, 'redress-facts');
  const customer = view.customer || {};
  fact(facts, words.customer, !view.customer ? words.erased
    : [customer.name, customer.email, customer.phone, customer.country].filter(Boolean).join(' · ') || words.unknown);
  fact(facts, words.products, (view.products || []).map(product => [
    [product.code, product.name].filter(Boolean).join(' '),
    product.lot && `${words.lot} ${product.lot}`,
    product.serial && `${words.serial} ${product.serial}`
  ].filter(Boolean).join(', ')).join('\n') || words.unknown);
  fact(facts, words.received, view.channel);
  fact(facts, words.severity, word(view.severity));
  const score = view.score || {};
  fact(facts, words.suggested, word(score.severity));
  fact(facts, words.priority, score.priority);
  fact(facts, words.rpn, score.riskPriorityNumber);
  fact(facts, words.similar, score.similarComplaints);
  fact(facts, words.reasons, (score.reasons || []).join('\n'));
  node.append(facts);

  if (view.description) {
    node.append(element('h4', words.description), element('div', view.description, 'redress-quote'));
  }
  if (view.remedySought) {
    node.append(element('h4', words.remedy), element('div', view.remedySought, 'redress-quote'));
  }
  for (const report of view.reports || []) {
    if (!report.raw || report.raw === view.description) continue;
    const details = element('details');
    details.append(element('summary', `${words.report}: ${report.reference}`), element('div', report.raw, 'redress-quote'));
    node.append(details);
  }
  const open = element('a', words.open, 'btn btn-default');
  open.href = link.href;
  node.append(open);
};

export default {
  id: 'redress-case',
  pluginPoint: 'tasklist.task.detail',
  priority: 900,
  properties: {label: words.label},
  render: (node, {taskId}) => {
    const place = element('div', words.loading, 'redress-case');
    place.setAttribute('role', 'region');
    place.setAttribute('aria-label', words.label);
    node.append(place);
    fetch(`${root}/api/tasks/${encodeURIComponent(taskId)}/case`, {
      credentials: 'same-origin',
      headers: {Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest'}
    }).then(response => {
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }).then(body => {
      const view = body;
      if (view && view.reference) show(place, view);
      else place.textContent = words.none;
    }).catch(() => {
      place.textContent = words.failed;
    });
  }
};
