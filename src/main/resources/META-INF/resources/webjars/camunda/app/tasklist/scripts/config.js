// The engine's Tasklist as Redress shows it. The names of custom scripts carry a version, because browsers keep them.
export default {
  app: {name: 'Tasks', vendor: 'Redress'},
  disableWelcomeMessage: true,
  locales: {availableLocales: ['en', 'de'], fallbackLocale: 'en'},
  customScripts: ['scripts/redress-case-1', 'scripts/redress-links-1'],
  shortcuts: {
    claimTask: {key: 'ctrl+alt+c', description: 'claims the selected task'},
    focusFilter: {key: 'ctrl+shift+f', description: 'goes to the first filter'},
    focusList: {key: 'ctrl+alt+l', description: 'goes to the first task of the list'},
    focusForm: {key: 'ctrl+alt+f', description: 'goes to the first field of the form'},
    startProcess: {key: 'ctrl+alt+p', description: 'opens the list of processes to start'}
  }
};
