using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Operations;

/// <summary>Names and roles that callers give: refused here, before anything is signed, in the caller's words.</summary>
public static class MemberNames
{
    /// <exception cref="UsageException">Not a name.</exception>
    public static void RequireName(string name)
    {
        if (!Names.IsValid(name))
        {
            throw new UsageException($"'{name}' is not a name ({Names.Rule})");
        }
    }

    /// <exception cref="KeyNotFoundException">There is no such member: a typing error is not put on record.</exception>
    public static void RequireExisting(Catalog catalog, string name)
    {
        if (catalog.Member(name) is null)
        {
            throw new KeyNotFoundException($"there is no member '{name}' on this ledger ('hallmark member list' shows all)");
        }
    }

    /// <exception cref="UsageException">Not a name that a member can have.</exception>
    public static void RequireMember(string name)
    {
        RequireName(name);
        if (name == Denial.Issuer)
        {
            throw new UsageException($"'{name}' is the ledger itself, no member");
        }
    }

    /// <exception cref="UsageException">Not roles that a member can have.</exception>
    public static void RequireRoles(IReadOnlyList<string> roles)
    {
        if (roles.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown)
        {
            throw new UsageException($"--role: '{unknown}' is not a role; there are {string.Join(", ", Roles.All)}");
        }
    }
}
