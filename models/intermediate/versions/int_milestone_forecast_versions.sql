{{ row_versions(ref('stg_lake__milestone_forecast'), ['study_id', 'forecast_id']) }}
