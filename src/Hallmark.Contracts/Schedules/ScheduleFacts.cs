using Hallmark.Cel;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Schedules;

/// <summary>What policies can ask about schedules and requests for them.</summary>
internal static class ScheduleFacts
{
    /// <summary>A schedule that is being committed, with the terms and the seed that hold for it.</summary>
    internal static Fact<ProposedSchedule> Schedule { get; } = new Fact<ProposedSchedule>(
        "schedule",
        ("method", CelType.String, schedule => CelValue.Of(schedule.Basis.Terms.Method)),
        ("budget", CelType.Int, schedule => CelValue.Of(schedule.Basis.Terms.Budget)),
        ("unit", CelType.String, schedule => CelValue.Of(schedule.Basis.Terms.Unit)),
        ("order", CelType.String, schedule => CelValue.Of(schedule.Basis.Terms.Order)),
        ("seedOrigin", CelType.String, schedule => CelValue.Of(schedule.Basis.SeedOrigin)),
        ("batches", CelType.List(CelType.String), schedule => Fact.Texts(schedule.Batches)))
        .With(
            RuleVersions.KeptEvidence,
            ("withoutEvidence", CelType.List(CelType.String), schedule => Fact.Texts(schedule.WithoutEvidence)));

    internal static Fact<ScheduleRequest> Request { get; } = new(
        "request",
        ("method", CelType.String, request => CelValue.Of(request.Terms.Method)),
        ("budget", CelType.Int, request => CelValue.Of(request.Terms.Budget)),
        ("unit", CelType.String, request => CelValue.Of(request.Terms.Unit)),
        ("order", CelType.String, request => CelValue.Of(request.Terms.Order)),
        ("within", CelType.Int, request => CelValue.Of(request.Within)),
        ("seeds", CelType.List(CelType.String), request => Fact.Texts(request.Seeds)));
}

/// <summary>A schedule as policies see it.</summary>
/// <param name="Basis">The terms and the seed that hold for it.</param>
/// <param name="WithoutEvidence">Of the batches those whose verdict may be given anew, as its evidence was erased.</param>
internal sealed record ProposedSchedule(DirectSchedule Basis, IReadOnlyList<string> Batches, IReadOnlyList<string> WithoutEvidence);
