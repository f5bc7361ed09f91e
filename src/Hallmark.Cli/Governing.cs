using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
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
        if (accepted.Outcome.Events.FirstOrDefault(item => item.Name == "proposal.made") is not { } made)
        {
            string? from = accepted.Outcome.Events.Select(item => item.Find("from")).FirstOrDefault(text => text is not null);
            invocation.Output.Say(from is null ? done : $"{done}, from block {from} on");
            return null;
        }
        long number = long.Parse(made.Find("proposal")!, System.Globalization.CultureInfo.InvariantCulture);
        invocation.Output.Say(
            $"proposal {number}: {T.Kind} of {payload.Subject} has 1 of {made.Find("quorum")} approvals; "
            + $"other admins approve it with 'hallmark proposal approve {number}'");
        return number;
    }

    public static JsonObject With(this JsonObject json, long? proposal)
    {
        json["proposal"] = proposal;
        json["status"] = proposal is null ? "enacted" : "open";
        return json;
    }
}
