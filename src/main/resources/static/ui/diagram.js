// Draws the diagram that governs a case with the way it has taken. The list of steps beside it says the same in words,
// so when anything here fails, the picture stays away.
(() => {
  'use strict';
  const place = document.querySelector('[data-diagram]');
  if (!place || !window.BpmnJS) return;

  const draw = async () => {
    const response = await fetch(place.dataset.source, {credentials: 'same-origin', headers: {Accept: 'application/json'}});
    if (!response.ok) return;
    const path = await response.json();
    place.hidden = false;
    const viewer = new window.BpmnJS({container: place});
    await viewer.importXML(path.xml);
    const canvas = viewer.get('canvas');
    const known = viewer.get('elementRegistry');
    const mark = (ids, marker) => ids.filter(id => known.get(id)).forEach(id => canvas.addMarker(id, marker));
    mark(path.taken, 'taken');
    mark(path.flows, 'taken');
    mark(path.standing, 'standing');
    mark(path.failed, 'failed');
    canvas.zoom('fit-viewport', 'auto');
    document.querySelectorAll('[data-legend]').forEach(legend => { legend.hidden = false; });
  };
  draw().catch(() => { place.hidden = true; });
})();
