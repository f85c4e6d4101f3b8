// The engine's Cockpit as Redress shows it.
export default {
  app: {name: 'Cockpit', vendor: 'Redress'},
  disableWelcomeMessage: true,
  previewHtml: false,
  locales: {availableLocales: ['en', 'de'], fallbackLocale: 'en'}
};
