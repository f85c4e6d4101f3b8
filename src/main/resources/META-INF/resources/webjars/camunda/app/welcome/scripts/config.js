// The engine's Welcome as Redress shows it.
export default {
  app: {name: 'Welcome', vendor: 'Redress'},
  disableWelcomeMessage: true,
  locales: {availableLocales: ['en', 'de'], fallbackLocale: 'en'}
};
