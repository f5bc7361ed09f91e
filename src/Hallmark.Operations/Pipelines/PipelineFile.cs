using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;
using Hallmark.Operations.Schemas;
using Hallmark.Operations.Yaml;
using Hallmark.Sources;
using Hallmark.Training;

namespace Hallmark.Operations.Pipelines;

/// <summary>Reads a <see cref="Pipeline"/> from its YAML file, strictly: whatever is wrong is named by file, line and field.</summary>
public static class PipelineFile
{
    private const string DatabaseFile = "sqlite:";

    /// <exception cref="UsageException">Names file, line and field of what is wrong.</exception>
    public static Pipeline Read(string path)
    {
        string text = InputFile.ReadText(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        YamlMap map = YamlMap.ReadFile(path, text);
        YamlMap schedule = map.Map("schedule");
        YamlMap evaluation = map.Map("evaluation");
        var pipeline = new Pipeline(
            map.Text("name"),
            NameIn(map, "admin"),
            [.. map.Maps("members").Select(ReadMember)],
            ReadDataset(map.Map("dataset"), folder),
            [.. map.Maps("data").Select(source => ReadSource(source, folder))],
            [.. map.Maps("grants").Select(ReadGrant)],
            ReadChecks(map.Map("checks")),
            NameIn(schedule, "trainer"),
            ReadSchedule(schedule),
            ReadModel(map.Map("model")),
            FileIn(evaluation, "file", folder),
            (int)evaluation.Integer("seeds", 1, 1000, otherwise: 10));
        evaluation.End();
        map.End();
        CheckReferences(pipeline, map);
        return pipeline;
    }

    private static PipelineMember ReadMember(YamlMap map)
    {
        var member = new PipelineMember(NameIn(map, "name"), map.Texts("roles"));
        if (member.Roles.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown)
        {
            throw map.Complaint("roles", $"'{unknown}' is not a role; there are {string.Join(", ", Roles.All)}");
        }
        map.End();
        return member;
    }

    private static PipelineDataset ReadDataset(YamlMap map, string folder)
    {
        string name = NameIn(map, "name");
        Schema? schema = null;
        IReadOnlyList<string>? missing = null;
        if (map.Has("schema"))
        {
            string file = FileIn(map, "schema", folder);
            schema = SchemaFile.Read(file);
            missing = SchemaFile.ReadMissing(file);
            if (schema.Task != LearningTask.Classification)
            {
                throw map.Complaint(
                    "schema", $"{file} is of the task {SchemaFormat.NameOf(schema.Task)}; what a pipeline trains tells classes apart");
            }
            if (map.Has("ranges"))
            {
                throw map.Complaint("ranges", "are declared by the schema (min, max)");
            }
        }
        string label = schema is null || map.Has("label") ? map.Text("label") : schema.Label!;
        if (schema is not null && label != schema.Label)
        {
            throw map.Complaint("label", $"is '{label}', that of the schema is '{schema.Label}'");
        }
        var ranges = new SortedDictionary<string, PipelineRange>(StringComparer.Ordinal);
        foreach ((string column, YamlMap range) in map.OptionalMap("ranges")?.NamedMaps() ?? [])
        {
            ranges.Add(column, new PipelineRange(range.OptionalNumber("min"), range.OptionalNumber("max")));
            range.End();
        }
        TableWords? table = map.OptionalMap("table") is { } words ? ReadTable(words) : null;
        string? pattern = map.OptionalText("pattern");
        IReadOnlyList<string>? asWritten = map.Has("as-written") ? map.Texts("as-written") : null;
        map.End();
        return new PipelineDataset(name, label, ranges)
        {
            Schema = schema,
            Missing = missing,
            Table = table,
            Pattern = pattern,
            AsWritten = asWritten,
        };
    }

    private static TableWords ReadTable(YamlMap map)
    {
        var words = new TableWords
        {
            Delimiter = map.OptionalText("delimiter"),
            Decimal = map.OptionalText("decimal"),
            Thousands = map.OptionalText("thousands"),
            Dates = map.OptionalText("dates"),
            Quote = map.OptionalText("quote"),
            Comment = map.OptionalText("comment"),
            Header = map.OptionalText("header"),
            Encoding = map.OptionalText("encoding"),
            Missing = map.OptionalText("missing"),
            Rounds = map.Boolean("round", otherwise: false),
        };
        map.End();
        try
        {
            words.ToOptions();
            return words;
        }
        catch (UsageException e)
        {
            throw new UsageException($"dataset.table: {e.Message}");
        }
    }

    private static PipelineSource ReadSource(YamlMap map, string folder)
    {
        string? query = map.OptionalText("query");
        var source = new PipelineSource(
            query is null ? FileIn(map, "file", folder) : DatabaseIn(map, folder), NameIn(map, "provider"),
            (int)map.Integer("batch-size", 1, ContentFormat.RecordLimit),
            map.OptionalText("origin") ?? "", map.Has("steps") ? map.Texts("steps") : [])
        {
            Query = query,
        };
        map.End();
        return source;
    }

    private static PipelineGrant ReadGrant(YamlMap map)
    {
        var grant = new PipelineGrant(
            NameIn(map, "member"), NameIn(map, "purpose"),
            map.Checked("until", () => FieldText.Moment(map.OptionalText("until"), "until")));
        map.End();
        return grant;
    }

    private static PipelineChecks ReadChecks(YamlMap map)
    {
        Scoring standard = Scoring.Standard;
        string validator = NameIn(map, "validator");
        int neighbours = (int)map.Integer("neighbours", 1, 1000, otherwise: 10);
        int accept = map.Percent("accept-score", standard.AcceptScorePpm);
        int refuse = map.Percent("refuse-score", standard.RefuseScorePpm);
        YamlMap? rules = map.OptionalMap("rules");
        var checks = new List<CheckRule>();
        foreach (CheckRule rule in standard.Checks)
        {
            YamlMap? own = rules?.OptionalMap(rule.Check);
            checks.Add(own is null ? rule : rule with
            {
                WeightPpm = own.Percent("weight", rule.WeightPpm),
                QuarantineBelowPpm = own.Percent("quarantine-below", rule.QuarantineBelowPpm),
                RefuseBelowPpm = own.Percent("refuse-below", rule.RefuseBelowPpm),
            });
            own?.End();
        }
        rules?.End();
        map.End();
        if (checks.Sum(check => (long)check.WeightPpm) == 0)
        {
            throw map.Complaint("rules", "gives no check any weight");
        }
        return new PipelineChecks(validator, PolicyDocument.ForAdmission(new Scoring(checks, accept, refuse, neighbours)));
    }

    private static PipelineSchedule ReadSchedule(YamlMap map)
    {
        long budget = map.Integer("budget", 1, long.MaxValue);
        string method = map.Text("method");
        ulong seed = map.Unsigned("seed");
        int diversity = map.Percent("diversity", 500_000) / 10_000;
        map.End();
        var wish = new ScheduleWish(budget) { Method = method, DiversityPercent = diversity, Rounds = ScheduleWish.UsualRounds };
        map.Checked("method", wish.ToTerms);
        return new PipelineSchedule(wish, seed);
    }

    private static ModelConfiguration ReadModel(YamlMap map)
    {
        string kind = map.Text("kind");
        int[] hidden = [.. map.Texts("hidden").Select(text =>
            int.TryParse(text, out int units) ? units : throw map.Complaint("hidden", $"'{text}' is not a number of units"))];
        int epochs = (int)map.Integer("epochs", 1, 100_000);
        long rate = map.Checked("learning-rate", () => FieldText.Millionths(map.Text("learning-rate"), "learning-rate"));
        long momentum = map.Checked("momentum", () => FieldText.Millionths(map.OptionalText("momentum") ?? "0.9", "momentum"));
        long decay = map.Checked("l2", () => FieldText.Millionths(map.OptionalText("l2") ?? "0", "l2"));
        int miniBatch = (int)map.Integer("mini-batch", 1, 65_536);
        ulong seed = map.Unsigned("seed");
        map.End();
        if (kind != ModelTrainer.Mlp)
        {
            throw map.Complaint("kind", $"'{kind}' is not known; there is {ModelTrainer.Mlp}");
        }
        var model = new ModelConfiguration(kind, hidden, rate, momentum, decay, miniBatch, epochs, seed);
        return map.Checked("kind", () => TrainModel.Checked(model));
    }

    private static void CheckReferences(Pipeline pipeline, YamlMap map)
    {
        void Require(string member, string role, string field)
        {
            if (!pipeline.Members.Any(item => item.Name == member && item.Roles.Contains(role)))
            {
                throw map.Complaint(field, $"'{member}' is not among the members with the role {role}");
            }
        }
        IEnumerable<string> names = pipeline.Members.Select(member => member.Name).Append(pipeline.Admin);
        if (names.Distinct(StringComparer.Ordinal).Count() != pipeline.Members.Count + 1)
        {
            throw map.Complaint("members", "a member, or the admin, is named twice");
        }
        foreach (PipelineSource source in pipeline.Sources)
        {
            Require(source.Provider, Roles.Provider, "data");
        }
        foreach (PipelineGrant grant in pipeline.Grants.Where(grant => !pipeline.Members.Any(member => member.Name == grant.Member)))
        {
            throw map.Complaint("grants", $"'{grant.Member}' is not among the members");
        }
        Require(pipeline.Checks.Validator, Roles.Validator, "checks.validator");
        Require(pipeline.Trainer, Roles.Trainer, "schedule.trainer");
        if (pipeline.Sources.Count == 0)
        {
            throw map.Complaint("data", "names no file");
        }
    }

    private static string NameIn(YamlMap map, string key)
    {
        string name = map.Text(key);
        return Names.IsValid(name) ? name : throw map.Complaint(key, $"'{name}' is not a name ({Names.Rule})");
    }

    /// <summary>A database file lies where the pipeline says, as other files do; a server is where it is.</summary>
    private static string DatabaseIn(YamlMap map, string folder)
    {
        string name = map.Text("database");
        return name.StartsWith(DatabaseFile, StringComparison.Ordinal) ? DatabaseFile + Path.Combine(folder, name[DatabaseFile.Length..])
            : KnownSources.IsDatabase(name) ? name
            : throw map.Complaint("database", $"'{name}' is neither sqlite:FILE nor postgresql://…");
    }

    private static string FileIn(YamlMap map, string key, string folder)
    {
        string path = Path.Combine(folder, map.Text(key));
        return map.Checked(key, () => InputFile.RequireSource(path));
    }
}
