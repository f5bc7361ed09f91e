using Hallmark.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hallmark.Node.Api;

/// <summary>From a query to its answer, the same shape that <c>--json</c> prints.</summary>
internal static class Answers
{
    public static async Task<Ok<TAnswer>> AskAsync<TResult, TAnswer>(
        this HomeNode node, Query<TResult> query, Func<TResult, TAnswer> answer, CancellationToken cancellation) =>
        TypedResults.Ok(answer(await node.AskAsync(query, cancellation).ConfigureAwait(false)));
}
