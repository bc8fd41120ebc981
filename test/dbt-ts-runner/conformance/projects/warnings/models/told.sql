{% if execute %}{% do exceptions.warn('the model has something to say') %}{% endif %}
select 1 as id
