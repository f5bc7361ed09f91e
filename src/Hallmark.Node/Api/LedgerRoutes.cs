using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>The ledger itself: its head, its entries, and what proves them.</summary>
internal static class LedgerRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder ledger = api.MapGroup("").WithTags("ledger");
        ledger.MapGet("/head", (HomeNode node) =>
        {
            node.CatchUp();
            return TypedResults.Ok(HeadAnswer.Of(node.View.Head));
        }).WithSummary("The newest block and the tree under it");
        ledger.MapGet("/entries", (string? member, string? kind, string? subject, ulong? before, int? limit, HomeNode node,
            CancellationToken stop) => node.AskAsync(
                new ListEntries
                {
                    Member = member,
                    Kind = kind,
                    Subject = subject,
                    Before = before is { } index ? new EntryIndex(index) : null,
                    Limit = limit ?? 50,
                },
                EntriesAnswer.Of, stop)).WithSummary("Entries, the newest first, a page of them");
        ledger.MapGet("/entries/{entry}", (ulong entry, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ShowEntry(new EntryIndex(entry)), EntryAnswer.Of, stop)).WithSummary("An entry and what came of it");
        ledger.MapGet("/entries/{entry}/statement", async (ulong entry, HomeNode node, CancellationToken stop) =>
            Cose((await node.AskAsync(new ShowEntry(new EntryIndex(entry)), stop).ConfigureAwait(false)).Statement.Bytes))
            .WithSummary("An entry as it was signed").Produces(StatusCodes.Status200OK, contentType: CoseType);
        ledger.MapGet("/entries/{entry}/receipt", async (ulong entry, HomeNode node, CancellationToken stop) =>
            Cose((await node.AskAsync(new GetReceipt(new EntryIndex(entry), null, false), stop).ConfigureAwait(false)).Receipt))
            .WithSummary("Its receipt (RFC 9942)").Produces(StatusCodes.Status200OK, contentType: CoseType);
        ledger.MapGet("/entries/{entry}/evidence", async (ulong entry, bool? witnessed, HomeNode node, CancellationToken stop) =>
            TypedResults.Bytes(
                (await node.AskAsync(new GetEvidence(new EntryIndex(entry), witnessed ?? false), stop).ConfigureAwait(false)).ToBytes(),
                "application/cbor", $"entry-{entry}.evidence"))
            .WithSummary("Evidence in one file, to be verified offline").Produces(StatusCodes.Status200OK, contentType: "application/cbor");
        ledger.MapGet("/statements/{id}", (string id, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new FindStatement(StatementId(id)), EntryAnswer.Of, stop))
            .WithSummary("Where a statement is on record, by its id");
        ledger.MapGet("/trust", (HomeNode node, CancellationToken stop) =>
            node.AskAsync(new GetTrust([], 0), root => TrustAnswer.Of(root, null), stop))
            .WithSummary("What outsiders need to trust; compare it with what you have from elsewhere");
    }

    internal const string CoseType = "application/cose";

    private static Digest StatementId(string id) => Digest.TryParse(id, out Digest digest)
        ? digest
        : throw new MalformedException("id", "is not the 64 hexadecimal digits of a statement's");

    private static FileContentHttpResult Cose(ReadOnlyMemory<byte> bytes) => TypedResults.Bytes(bytes, CoseType);
}
