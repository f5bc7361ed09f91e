using Hallmark.Contracts;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Operations;

/// <summary>Names that callers give: refused here, before anything is signed, in the caller's words.</summary>
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

    /// <exception cref="UsageException">Not a name that a member can have.</exception>
    public static void RequireMember(string name)
    {
        RequireName(name);
        if (name == Denial.Issuer)
        {
            throw new UsageException($"'{name}' is the ledger itself, no member");
        }
    }
}
