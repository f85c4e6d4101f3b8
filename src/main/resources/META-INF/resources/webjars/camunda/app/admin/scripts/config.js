// The engine's Admin as Redress shows it.
export default {
  app: {name: 'Admin', vendor: 'Redress'},
  disableWelcomeMessage: true,
  locales: {availableLocales: ['en', 'de'], fallbackLocale: 'en'}
};
