using QRCoder;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>A text as a picture that a phone can read, inside the page: what is in it must not have an address of its own.</summary>
internal static class QrImage
{
    private const int PixelsPerModule = 6;

    public static string Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var image = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(image.GetGraphic(PixelsPerModule));
    }
}
