namespace FapiAuthServer.Interaction;

/// <summary>Stands for the words of the customer's pages: Texts.resx in English, Texts.de.resx in German, and so on.</summary>
internal sealed class Texts;
