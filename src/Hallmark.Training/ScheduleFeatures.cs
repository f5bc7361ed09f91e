using Hallmark.Client;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;
using Hallmark.Features;

namespace Hallmark.Training;

/// <summary>What runs on a schedule learn from: the columns by which its batches were told apart, as its commit has it on record.</summary>
public static class ScheduleFeatures
{
    /// <exception cref="ArgumentException">The schedule leaves out what the data do not have, or all they have.</exception>
    public static FeatureSelection Of(Catalog catalog, ScheduleState schedule, Schema schema)
    {
        ScheduleCommit commit = catalog.Commit(schedule);
        return catalog.TermsOf(schedule, commit).Features == ScheduleTerms.AllKinds
            ? FeatureSelection.OfKinds(schema, commit.LeftOut, commit.Indicators)
            : FeatureSelection.Without(schema, commit.LeftOut);
    }
}
