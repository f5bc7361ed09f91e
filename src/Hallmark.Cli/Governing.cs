using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Cli;

/// <summary>Commands that govern: with one admin, or a quorum of one, what they ask for happens at once; otherwise it is proposed.</summary>
internal static class Governing
{
    /// <summary>Submits and says what came of it.</summary>
    /// <param name="done">What is true once it happened.</param>
    /// <returns>The proposal's number where one was made, else null.</returns>
    public static async Task<long?> SubmitAsync<T>(Invocation invocation, MemberSession admin, T payload, string done)
        where T : IGovernedPayload<T>
    {
        Submission.Accepted accepted = await admin.SubmitAsync(payload, invocation.Cancellation).ConfigureAwait(false);
        if (Governed.Read(accepted.Outcome) is Governed.Proposed made)
        {
            invocation.Output.Say(
                $"proposal {made.Number}: {T.Kind} of {payload.Subject} has 1 of {made.Quorum} approvals; "
                + $"other admins approve it with 'hallmark proposal approve {made.Number}'");
            return made.Number;
        }
        BlockHeight? from = ((Governed.Enacted)Governed.Read(accepted.Outcome)).From;
        invocation.Output.Say(from is null ? done : $"{done}, from block {from} on");
        return null;
    }

    public static JsonObject With(this JsonObject json, long? proposal)
    {
        json["proposal"] = proposal;
        json["status"] = proposal is null ? "enacted" : "open";
        return json;
    }
}
