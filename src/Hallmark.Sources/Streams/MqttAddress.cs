namespace Hallmark.Sources.Streams;

/// <summary>Where a broker is: <c>mqtt://[USER[:PASSWORD]@]HOST[:PORT]</c>, or <c>mqtts://</c> where it is spoken to by TLS.</summary>
/// <param name="User">Null where it asks for none.</param>
/// <param name="Password">Of the user; never shown.</param>
public sealed record MqttAddress(string Host, int Port, bool IsEncrypted, string? User, string? Password)
{
    private const int PlainPort = 1883;
    private const int EncryptedPort = 8883;

    /// <summary>Null for what is no such address.</summary>
    public static MqttAddress? Find(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("mqtt" or "mqtts")
            || address.Host.Length == 0 || address.PathAndQuery is not ("" or "/") || address.Fragment.Length > 0)
        {
            return null;
        }
        bool encrypted = address.Scheme == "mqtts";
        string[] user = address.UserInfo.Split(':', 2);
        return new MqttAddress(
            address.Host, address.Port > 0 ? address.Port : encrypted ? EncryptedPort : PlainPort, encrypted,
            user[0].Length == 0 ? null : Uri.UnescapeDataString(user[0]), user.Length < 2 ? null : Uri.UnescapeDataString(user[1]));
    }

    /// <summary>Without user and password: it comes on record.</summary>
    public override string ToString() => $"{(IsEncrypted ? "mqtts" : "mqtt")}://{Host}:{Port}";
}
