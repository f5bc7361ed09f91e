using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;

namespace Hallmark.Operations;

/// <summary>Gateways as callers name them: <c>PROVIDER/GATEWAY</c>, or the name alone where one provider has such a gateway.</summary>
internal static class GatewayNames
{
    /// <param name="text">As the caller wrote it.</param>
    /// <param name="provider">Whose it is, where the caller said so and the text does not.</param>
    /// <exception cref="UsageException">Several are called so.</exception>
    /// <exception cref="KeyNotFoundException">None is.</exception>
    public static GatewayState Find(Catalog catalog, string text, string? provider)
    {
        string[] parts = text.Split('/', 2);
        (string? member, string name) = parts.Length == 2 ? (parts[0], parts[1]) : (provider, text);
        GatewayState[] found = [.. catalog.Ledger.State.List(MemberKeys.Gateways)
            .Where(gateway => gateway.Name == name && (member is null || gateway.Member == member))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new KeyNotFoundException(
                $"there is no gateway '{(member is null ? name : $"{member}/{name}")}' on this ledger ('hallmark gateway list' shows all)"),
            _ => throw new UsageException(
                $"several gateways are called {name} ({string.Join(", ", found.Select(gateway => gateway.Id))}); name one so"),
        };
    }
}
