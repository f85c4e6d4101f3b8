// The way back from Tasklist to the register, in its navigation.
const german = (navigator.language || 'en').startsWith('de');
const root = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');

export default {
  id: 'redress-links',
  pluginPoint: 'tasklist.navbar.action',
  priority: 500,
  render: node => {
    const link = document.createElement('a');
    link.href = `${root}/complaints`;
    link.textContent = 'Register';
    link.title = german ? 'Das Register der Beschwerden' : 'The register of complaints';
    node.append(link);
  }
};
